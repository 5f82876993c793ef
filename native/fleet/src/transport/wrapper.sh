# What the far side's `sh` runs around an action: `sh -c 'eval "$2"' A B WRAPPER`. The lines, without these comments,
# become one word of a command line in single quotes, which every login shell has to read. So they have no quote,
# backslash or line break, and a blank after each exclamation mark, for csh. No variable has a name that somebody
# exports: the action would inherit it.

# Make sure that the process group is all of this session: if the server hasn't made a session, make one here.
[ "$3" ] || kill -0 -$$ 2>/dev/null || { command -v setsid >/dev/null 2>&1 && exec setsid sh -c "$2" "$0" "$1" "$2" 1; }

# The action is written to descriptor 3; 4 is its standard error. Everything else on standard error is discarded. An rc
# file may have closed a stream.
( : >&1 ) || exec >/dev/null
( : >&2 ) || exec 2>/dev/null
exec 3<&0 4>&2 </dev/null 2>/dev/null

# Marks. The token comes in two halves, so that printing the command line prints no mark. A full pipe may not block.
ri_t=$0$1
m() { echo "$ri_t $*" || { sleep 1; echo "$ri_t $*"; } || { sleep 5; echo "$ri_t $*"; }; }
b() { m "$@"; m "$@" >&4; }
k() { kill -KILL -$$ || { ri_g=" $$ "; ps -A -o ppid= -o pid= | while read -r ri_p ri_c; do case $ri_g in *" $ri_p "*) ri_g="$ri_g$ri_c "; kill -KILL $ri_c;; esac; done; }; }
b begin

# A text: encoded lines, an empty line. A program `printf` would show it in the arguments; a shell that has no `printf`
# of its own may have a `print`. lksh says that it has one, and runs the program.
p() { printf %b "$1"; }; case $(command -v printf):$(command -v print):$KSH_VERSION in /*:print:*|*:print:*LEGACY*) p() { print -n -- "$1"; };; esac
d() { ri_v=; while IFS= read -r ri_l <&3 || exit 1; [ "$ri_l" ]; do ri_l=$(p "$ri_l" && echo .) || exit 1; ri_v=$ri_v${ri_l%.}; done; }

# What to do: how to watch the action, the token of the other marks, the action, the name of each variable with its
# value, an empty line, the input of the action. If it is cut short, the action isn't run. Only this shell knows the
# second token: an action that prints the command line prints no mark. The input stays encoded, because a variable can't
# hold every byte, and in many variables, because one would be copied for each line.
read -r ri_d ri_t <&3 || exit 1
d; ri_a=$ri_v
set --; while IFS= read -r ri_n <&3 || exit 1; [ "$ri_n" ]; do d; set -- "$@" "$ri_n=$ri_v"; done
ri_q=$; ri_i=0; while IFS= read -r ri_l <&3 || exit 1; [ "$ri_l" ]; do ri_i=$((ri_i+1)); eval "ri_i$ri_i=${ri_q}ri_l"; done

# Run the action with the login shell, if that is a POSIX one. Only zsh would read its rc file again, whose output would
# count as the action's. The variables may change the path by which a program is found, so find the shell first.
ri_f=; case ${SHELL##*/} in bash|ksh*|mksh|dash|ash) ri_s=$SHELL;; zsh) ri_s=$SHELL ri_f=-f;; *) ri_s=sh;; esac
ri_e=$(command -v "$ri_s") || { ri_s=sh ri_f=; ri_e=$(command -v sh) || ri_e=sh; }
a() { for ri_v; do export "$ri_v"; done; SHLVL=1; export SHLVL; exec "$ri_e" ${ri_f:+"$ri_f"} -c " $ri_a" "$ri_s"; }

# The input comes from a process of its own. What the action hasn't read of it is read in the end: that process waits for
# room, perhaps in a pipe that something left behind holds open. Some shells report a signal by a status beyond 255, which
# no exit code can be.
f() { trap "" HUP INT TERM; ri_n=0; while [ $ri_n -lt $ri_i ]; do ri_n=$((ri_n+1)); eval "ri_l=${ri_q}ri_i$ri_n"; p "$ri_l" || break; done; }
e() { ( a "$@" ) 2>&4 3<&- 4>&-; ri_r=$?; }

# The watchdog ends the group at the word `stop`, or when the input closes, unless the action should outlive the
# connection. The action has a shell of its own, so that this one doesn't report its end.
ri_x=; trap ri_x=1 USR1
( trap "" HUP INT TERM USR1; while read -r ri_l; do case $ri_l in stop) break;; esac; done; [ "$ri_l$ri_d" = detached ] && exit; kill -USR1 $$; kill -TERM -$$; sleep 0.2 || sleep 1; k ) <&3 3<&- >/dev/null 4>&- & ri_w=$! && trap : HUP INT TERM
b run
if [ $ri_i = 0 ]; then e "$@"; else f 3<&- 4>&- | ( trap : HUP INT TERM USR1; e "$@"; cat >/dev/null; [ $ri_r -gt 255 ] && ri_r=$((ri_r%128+128)); exit $ri_r ); ri_r=$?; fi
[ "$ri_x" ] || { kill -KILL $ri_w; wait $ri_w; }
b end $ri_r

# If the watchdog ends the group, it ends this shell too.
[ "$ri_x" ] && while kill -0 $ri_w; do wait $ri_w; done

# Who still holds the output open? Only processes started after this shell are checked. Without /proc, none is found.
ri_l=; for ri_p in /proc/[0-9]*; do ri_n=${ri_p#/proc/}; [ "$ri_n" -gt $$ ] && { [ $ri_p/fd/1 -ef /proc/$$/fd/1 ] || [ $ri_p/fd/2 -ef /proc/$$/fd/4 ]; } && read -r ri_c <$ri_p/comm && ri_l="$ri_l $ri_c ($ri_n)"; done
b left$ri_l
exit $ri_r
