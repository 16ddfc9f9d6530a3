"""Pictures and videos: the only place that knows codecs."""
