"""The service as a process, judged by what a platform saw."""
