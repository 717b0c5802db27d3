//! Small copyable readers of one graph.
