-- number of a job
return call('get', key('input', ARGV[1]))
