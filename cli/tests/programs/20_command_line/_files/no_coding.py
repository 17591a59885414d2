print("latin-1 é")
