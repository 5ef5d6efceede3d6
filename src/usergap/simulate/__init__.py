"""Making simulated users: scenarios, personas, simulators and what they talk to."""
