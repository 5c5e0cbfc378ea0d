return override {
  decision = "default_reason",
  why = "Oasis picks availability up from the first entry of Default Reasons for Visit (S20, T12)",
  params = { order = { "assigned", "first" } },
}
