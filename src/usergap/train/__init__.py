"""User simulators that are trained; heavy libraries load when training begins."""
