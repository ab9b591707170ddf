python $1/code/main.py $2 $3
