"""The same runs in several scenarios or settings: differences, findings, robustness."""
