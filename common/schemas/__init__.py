"""The JSON shapes that more than one function answers with, by subject. Money in kopecks, times in UTC."""
