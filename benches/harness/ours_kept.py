"""castgraph that keeps its answers: beside ours.py, the same request again."""
import ours


class A(ours.A):
    name, port = "ours_kept", 4201
    answers_bytes_max = "67108864"
