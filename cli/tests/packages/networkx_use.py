"""networkx: paths, components, trees, flows, generators, colouring."""
import networkx as nx

g = nx.Graph()
g.add_weighted_edges_from([("a", "b", 4), ("b", "c", 1), ("a", "c", 7), ("c", "d", 2), ("e", "f", 1)])
print(g, nx.shortest_path(g, "a", "d", weight="weight"), nx.dijkstra_path_length(g, "a", "d"))
print(sorted(map(sorted, nx.connected_components(g))), nx.is_connected(g))
print(sorted(nx.minimum_spanning_tree(g).edges(data="weight")))
d = nx.DiGraph([(1, 2), (1, 3), (2, 4), (3, 4), (4, 5)])
print(list(nx.topological_sort(d)), nx.is_directed_acyclic_graph(d), nx.ancestors(d, 4), nx.dag_longest_path(d))
print({k: round(v, 6) for k, v in sorted(nx.betweenness_centrality(nx.path_graph(5)).items())})
flow = nx.DiGraph()
for u, v, c in [("s", "a", 3), ("s", "b", 2), ("a", "t", 2), ("b", "t", 3), ("a", "b", 5)]:
    flow.add_edge(u, v, capacity=c)
print(nx.maximum_flow_value(flow, "s", "t"), nx.minimum_cut_value(flow, "s", "t"))
print(nx.greedy_color(nx.cycle_graph(5)), nx.diameter(nx.petersen_graph()), nx.density(nx.complete_graph(4)))
print(list(nx.bfs_edges(nx.balanced_tree(2, 2), 0)), list(nx.dfs_preorder_nodes(nx.balanced_tree(2, 2), 0)))
print(nx.node_link_data(d)["nodes"][:2], sorted(nx.find_cliques(nx.complete_graph(3))))
print(sorted(nx.max_weight_matching(g)) and nx.is_isomorphic(nx.cycle_graph(4), nx.grid_2d_graph(2, 2)))
try:
    nx.shortest_path(g, "a", "e")
except nx.NetworkXNoPath as e:
    print(e)
print("\n".join(nx.generate_gml(d))[:120])
