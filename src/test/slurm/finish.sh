#!/bin/bash
#SBATCH --job-name=finish
java -jar "$JAR" serve && java -jar "$JAR" finish --format json
