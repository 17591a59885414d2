if True:
    print("indented")
    