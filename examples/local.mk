# EXTRA_DIST += %D%/program
