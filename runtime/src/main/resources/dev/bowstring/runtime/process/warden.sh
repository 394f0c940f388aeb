# Waits for the end of the supervisor, then kills what is left of its nodes. $1 is the directory of the run; stdin brings
# the sessions. Nothing but what the shell has built in is used before that end, so that it needs no memory of its own.
trap '' HUP INT QUIT TERM
run=$1
sessions=' '
while read -r word session; do
  case $word in
    watch) sessions="$sessions$session " ;;
    forget) case $sessions in
      *" $session "*) sessions="${sessions%% "$session" *} ${sessions#* "$session" }" ;;
    esac ;;
    bye) exit 0 ;;
  esac
done

# The processes of the sessions, zombies aside: the leaders are gone, and no environment need name the run any more.
in_sessions() {
  for file in /proc/[0-9]*/stat; do
    read -r stat < "$file" || continue
    set -- ${stat##*) }
    case $1 in Z | X) continue ;; esac
    case $sessions in *" $4 "*)
      pid=${file#/proc/}
      echo "${pid%/stat}"
      ;;
    esac
  done
}

# Those that were started as nodes, or by nodes: also what has left its session, or was being started at that moment.
of_the_run() {
  for file in $(grep -lsFxz "BOWSTRING_RUN_DIR=$run" /proc/[0-9]*/environ); do
    pid=${file#/proc/}
    echo "${pid%/environ}"
  done
}

# Until nobody is found five times, since who is being killed may start another one first; at most for some seconds, since
# the kernel may not be able to kill.
quiet=0
rounds=0
while [ "$quiet" -lt 5 ] && [ "$rounds" -lt 200 ]; do
  living=$(in_sessions; of_the_run)
  if [ -n "$living" ]; then
    kill -KILL $living
    quiet=0
    sleep 0.01
  else
    quiet=$((quiet + 1))
    sleep 0.1
  fi
  rounds=$((rounds + 1))
done
