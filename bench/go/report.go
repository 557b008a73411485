// SPDX-License-Identifier: MIT

// What the benchmarks share: numbers among the arguments, and the line that bench/run reads.
package main

import (
	"fmt"
	"os"
	"strconv"
	"time"
)

func argument(i, otherwise int) int {
	if len(os.Args) <= i {
		return otherwise
	}
	n, err := strconv.Atoi(os.Args[i])
	if err != nil {
		panic(err)
	}
	return n
}

func report(time time.Duration, count int, what string, check int) {
	fmt.Printf("%.2f ns per %s, check %d\n", float64(time.Nanoseconds())/float64(count), what, check)
}
