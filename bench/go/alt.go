// SPDX-License-Identifier: MIT

// alt WRITERS MESSAGES: one reader that selects among 2, 8 or 64 channels.
package main

import "time"

func writer(out chan<- int, n int) {
	for i := 0; i < n; i++ {
		out <- i
	}
}

func take2(c []chan int, messages int) (sum int) {
	x := 0
	for i := 0; i < messages; i++ {
		select {
		case x = <-c[0]:
		case x = <-c[1]:
		}
		sum += x
	}
	return sum
}

func take8(c []chan int, messages int) (sum int) {
	x := 0
	for i := 0; i < messages; i++ {
		select {
		case x = <-c[0]:
		case x = <-c[1]:
		case x = <-c[2]:
		case x = <-c[3]:
		case x = <-c[4]:
		case x = <-c[5]:
		case x = <-c[6]:
		case x = <-c[7]:
		}
		sum += x
	}
	return sum
}

func take64(c []chan int, messages int) (sum int) {
	x := 0
	for i := 0; i < messages; i++ {
		select {
		case x = <-c[0]:
		case x = <-c[1]:
		case x = <-c[2]:
		case x = <-c[3]:
		case x = <-c[4]:
		case x = <-c[5]:
		case x = <-c[6]:
		case x = <-c[7]:
		case x = <-c[8]:
		case x = <-c[9]:
		case x = <-c[10]:
		case x = <-c[11]:
		case x = <-c[12]:
		case x = <-c[13]:
		case x = <-c[14]:
		case x = <-c[15]:
		case x = <-c[16]:
		case x = <-c[17]:
		case x = <-c[18]:
		case x = <-c[19]:
		case x = <-c[20]:
		case x = <-c[21]:
		case x = <-c[22]:
		case x = <-c[23]:
		case x = <-c[24]:
		case x = <-c[25]:
		case x = <-c[26]:
		case x = <-c[27]:
		case x = <-c[28]:
		case x = <-c[29]:
		case x = <-c[30]:
		case x = <-c[31]:
		case x = <-c[32]:
		case x = <-c[33]:
		case x = <-c[34]:
		case x = <-c[35]:
		case x = <-c[36]:
		case x = <-c[37]:
		case x = <-c[38]:
		case x = <-c[39]:
		case x = <-c[40]:
		case x = <-c[41]:
		case x = <-c[42]:
		case x = <-c[43]:
		case x = <-c[44]:
		case x = <-c[45]:
		case x = <-c[46]:
		case x = <-c[47]:
		case x = <-c[48]:
		case x = <-c[49]:
		case x = <-c[50]:
		case x = <-c[51]:
		case x = <-c[52]:
		case x = <-c[53]:
		case x = <-c[54]:
		case x = <-c[55]:
		case x = <-c[56]:
		case x = <-c[57]:
		case x = <-c[58]:
		case x = <-c[59]:
		case x = <-c[60]:
		case x = <-c[61]:
		case x = <-c[62]:
		case x = <-c[63]:
		}
		sum += x
	}
	return sum
}

func main() {
	writers := argument(1, 8)
	each := argument(2, 1000000) / writers
	take, known := map[int]func([]chan int, int) int{2: take2, 8: take8, 64: take64}[writers]
	if !known {
		panic("a select has as many cases as it is written with")
	}
	c := make([]chan int, writers)
	for i := range c {
		c[i] = make(chan int)
		go writer(c[i], each)
	}
	start := time.Now()
	sum := take(c, each*writers)
	report(time.Since(start), each*writers, "message", sum)
}
