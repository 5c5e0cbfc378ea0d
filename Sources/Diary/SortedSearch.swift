extension Array {
    /// How many elements at the front hold a condition that none after them holds: a binary search
    /// for the place where an ascending array passes a bound.
    @inline(__always)
    package func countOfPrefix(where holds: (Element) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if holds(self[middle]) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
