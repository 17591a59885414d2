def good():
    pass


for whlie in range(3):
    prin(whlie)
esle:
    pass
