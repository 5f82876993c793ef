# What the far side's `sh` runs around an action: `sh -c 'eval "$1"' sh WRAPPER A B`. The lines, without these comments, become one
# word of a command line, in single quotes, that every login shell has to read: no quote, backslash or line break inside,
# and a blank behind each exclamation mark, for csh.

# A process group that is all of this session's: what a server gives no session makes one for itself.
[ "$4" ] || kill -0 -$$ 2>/dev/null || { command -v setsid >/dev/null 2>&1 && exec setsid sh -c "$1" sh "$1" "$2" "$3" 1; }

# The action is written to descriptor 3; 4 is its standard error. What else is said on standard error is nobody's.
exec 3<&0 4>&2 </dev/null 2>/dev/null

# Marks. The token stands in two halves, so that whoever shows the command line shows no mark. A full pipe may not wait.
t=$2$3
m() { echo "$t $*" || { sleep 1; echo "$t $*"; } || { sleep 5; echo "$t $*"; }; }
b() { m "$@"; m "$@" >&4; }
k() { kill -KILL -$$ || ps -A -o ppid= -o pid= | while read -r p c; do [ $p = $$ ] && kill -KILL $c; done; }
b begin

# The action: how to watch it, encoded lines, an empty line. What is cut short is not run.
IFS= read -r d <&3 || exit 1
a=; while IFS= read -r l <&3 || exit 1; [ "$l" ]; do l=$(printf %b. "$l") || exit 1; a=$a${l%.}; done

# By the login shell, if it is a POSIX one.
case ${SHELL##*/} in bash|zsh|ksh*|mksh|dash|ash) s=$SHELL;; *) s=sh;; esac
command -v "$s" >/dev/null || s=sh

# In a shell of its own, so that this one says nothing of its end. The watchdog ends the group at the word `stop`, or when the input closes, unless the action is to outlive the connection.
x=; trap x=1 USR1
( trap "" HUP INT TERM USR1; while read -r l; do case $l in stop) break;; esac; done; [ "$l$d" = detached ] && exit; kill -USR1 $$; kill -TERM -$$; sleep 0.2 || sleep 1; k ) <&3 3<&- >/dev/null 4>&- & w=$! && trap : HUP INT TERM
b run
( SHLVL=1; export SHLVL; exec "$s" -c " $a" "$s" 2>&4 3<&- 4>&- ); r=$?
[ "$x" ] || { kill -KILL $w; wait $w; }
b end $r

# Where the watchdog ends the group, it ends this shell too.
[ "$x" ] && while kill -0 $w; do wait $w; done

# Who still holds the output: only what was started after this shell is looked at.
l=; for p in /proc/[0-9]*; do n=${p#/proc/}; [ "$n" -gt $$ ] && { [ $p/fd/1 -ef /proc/$$/fd/1 ] || [ $p/fd/2 -ef /proc/$$/fd/4 ]; } && read -r c <$p/comm && l="$l $c ($n)"; done
b left$l
exit $r
