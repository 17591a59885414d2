"""Graph algorithms of networkx."""
import networkx as nx

graph = nx.Graph()
graph.add_weighted_edges_from([("a", "b", 4), ("a", "c", 2), ("c", "b", 1), ("b", "d", 5), ("c", "d", 8), ("e", "f", 1)])
print(graph, sorted(nx.connected_components(graph), key=len), nx.shortest_path(graph, "a", "d", weight="weight"))
print(nx.dijkstra_path_length(graph, "a", "d"), dict(nx.degree(graph)), nx.density(graph))
print(sorted(nx.minimum_spanning_edges(graph, data=False)))
directed = nx.DiGraph([(1, 2), (2, 3), (3, 1), (3, 4), (4, 5)])
print(list(nx.strongly_connected_components(directed)), nx.has_path(directed, 1, 5), list(nx.simple_cycles(directed)))
print(list(nx.topological_sort(nx.DiGraph([("x", "y"), ("y", "z"), ("x", "z")]))))
karate = nx.karate_club_graph()
print(karate.number_of_nodes(), karate.number_of_edges(), nx.diameter(karate), round(nx.average_clustering(karate), 6))
centrality = nx.betweenness_centrality(karate)
print([(n, round(c, 6)) for n, c in sorted(centrality.items(), key=lambda item: -item[1])[:5]])
print([sorted(c) for c in nx.community.greedy_modularity_communities(karate)])
flow, parts = nx.maximum_flow(nx.DiGraph([("s", "a", {"capacity": 3}), ("a", "t", {"capacity": 2}), ("s", "t", {"capacity": 1})]), "s", "t")
print(flow, parts)
print(nx.is_isomorphic(nx.cycle_graph(5), nx.circulant_graph(5, [1])), nx.to_dict_of_lists(nx.path_graph(4)))
print(sorted(nx.gnp_random_graph(12, 0.3, seed=7).edges()), nx.greedy_color(nx.complete_graph(4)))
print("\n".join(nx.generate_gml(nx.path_graph(3))))
try:
    nx.shortest_path(graph, "a", "f")
except nx.NetworkXNoPath as error:
    print(error)
