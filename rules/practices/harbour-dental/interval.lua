return override {
  decision = "interval",
  why = "the practice wants a start every quarter of an hour, also where 5 min would fit",
  params = { minutes = 15 },
}
