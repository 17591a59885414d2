# Buffered readers: reads that take nothing.
# imports: io
import io

for method in ("readinto", "readinto1"):
    reader = io.BufferedReader(io.BytesIO(b"0123456789"))
    print(getattr(reader, method)(bytearray()), reader.tell())
    print(reader.read(4), getattr(reader, method)(bytearray()), reader.tell(), reader.read(3))
