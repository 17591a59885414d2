print("control  z")
