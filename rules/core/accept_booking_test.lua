return tests {
  decision = "accept_booking",
  cases = {
    { name = "a booking is taken", input = {}, expect = { accept = true } },
    {
      name = "a new patient is taken",
      input = { is_new_patient = true },
      expect = { accept = true },
    },
    {
      name = "a parameter keeps new patients out",
      input = { is_new_patient = true },
      params = { new_patients = false },
      expect = { accept = false },
      absent = { "limit" },
    },
    {
      name = "it does not keep known patients out",
      input = {},
      params = { new_patients = false },
      expect = { accept = true },
    },
    {
      name = "a full day takes no more",
      input = { bookings_that_day = 4 },
      params = { most_a_day = 4 },
      expect = { accept = false, limit = true },
    },
    {
      name = "a day that is not full takes one more",
      input = { bookings_that_day = 3 },
      params = { most_a_day = 4 },
      expect = { accept = true },
    },
    {
      name = "new patients have a limit of their own",
      input = { is_new_patient = true, bookings_that_day = 2, new_patients_that_day = 2 },
      params = { most_new_a_day = 2 },
      expect = { accept = false, limit = true },
    },
    {
      name = "which does not concern known patients",
      input = { bookings_that_day = 2, new_patients_that_day = 2 },
      params = { most_new_a_day = 2 },
      expect = { accept = true },
    },
  },
}
