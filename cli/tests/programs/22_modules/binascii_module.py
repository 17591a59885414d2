# Base 64, hexadecimal, quoted-printable and uuencoded text.
# imports: binascii
import binascii


def show(f, *args, **options):
    try:
        result = f(*args, **options)
    except Exception as e:
        result = f"{type(e).__name__}: {e}"
    print(f.__name__, *[ascii(a)[:30] for a in args], options or "", "->", ascii(result)[:200])


TEXTS = [
    b"", b"a", b"abc", bytes(range(256)), bytearray(b"xyz"), "str", "\xe9", 3, None, b"YQ==", b"YWJj", b"Y", b"YQ", b"YQ=", b"YW=I",
    b"Y=Q=", b"=", b"====", b"YQ==YQ==", b"YWJj=", b"Y\nW\nJ j", b"!YQ==", b"YQ==!", b"YQ==\n", b"YQ=\n=", b"Y\xc3Q==", b"YQ===",
    b"A" * 46, b"a" * 45, b"  ", b"#86)C", b"#86)C!", b"#86)C  \n", b"!80", b"M" + b"A" * 60 + b"\n", b"`", b"\x80", b"0a", b"0A1", b"0g",
    b"=41=42", b"=4", b"=\n", b"=\r\nx", b"a=\nb", b"a= \nb", b"a=XX", b"a_b", b"a  \n", b"a \nb\t", b".", b"\n.\n", b"\r\n.\r\n",
    b"x" * 80, b"x" * 75 + b" y", b"  " * 40, b"\x00\xff=" * 30, b"a\r\nb\rc\nd", b"a\t", b"caf\xe9", b"a==b", b"x" * 76, b"x" * 77, b"x" * 75 + b".",
]
for text in TEXTS:
    for f in (binascii.a2b_base64, binascii.b2a_base64, binascii.a2b_hex, binascii.b2a_hex, binascii.a2b_qp, binascii.b2a_qp,
              binascii.a2b_uu, binascii.b2a_uu, binascii.crc32):
        show(f, text)
    show(binascii.a2b_base64, text, strict_mode=True)
    show(binascii.b2a_base64, text, newline=False)
    show(binascii.b2a_uu, text, backtick=True)
    show(binascii.a2b_qp, text, header=True)
    for option in ("quotetabs", "header"):
        show(binascii.b2a_qp, text, **{option: True})
    show(binascii.b2a_qp, text, istext=False)
    show(binascii.crc32, text, 12345)
    show(binascii.crc_hqx, text, 0x1234567)
    show(binascii.hexlify, text, ":")
    show(binascii.hexlify, text, b"-", 2)
    show(binascii.hexlify, text, "_", -3)
for separator in ("", "ab", "\xe9", "\u20ac", 3, b"\xff"):
    show(binascii.hexlify, b"abc", separator)
show(binascii.crc32, b"a", -1)
show(binascii.crc32, b"a", 2**40)
print(binascii.Error.__mro__, binascii.Incomplete.__mro__)
