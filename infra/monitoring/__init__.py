"""What Prometheus reads at /metrics, and the files that make something of it: rules for alerts, a dashboard."""
