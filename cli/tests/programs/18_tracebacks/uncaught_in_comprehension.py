data = [{"v": 1}, {"v": 2}, {"w": 3}]
print([d["v"] for d in data[:2]])
print({k: [row[k] for row in data] for k in ("v",)})
