return override {
  settings = "publishing",
  why = "Exact's own default for Appointment Stacking is unticked (T9)",
  params = { stacking_unreported = "off" },
}
