// Simulated bookings.
