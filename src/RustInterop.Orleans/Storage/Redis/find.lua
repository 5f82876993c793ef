-- id
return find_job(ARGV[1])
