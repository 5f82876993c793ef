-- the version of this library; returns the one that is there
call('setnx', key('version'), ARGV[1])
return call('get', key('version'))
