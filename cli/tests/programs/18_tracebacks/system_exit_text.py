raise SystemExit("goes to stderr")
