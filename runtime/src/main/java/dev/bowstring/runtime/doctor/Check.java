package dev.bowstring.runtime.doctor;

import java.util.List;

/** Looks at one side of the machine. Changes nothing. */
interface Check {
    List<Finding> look();
}
