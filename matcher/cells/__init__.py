"""The verbatim cells of customs lines, where they lie in Parquet files beside the database.

Cells take most of a large case, and few commands read them. A line whose cells lie in a file has "" in its column `raw`;
every query reads them all the same, since the tables `customs_lines` and the view `current_lines` are shown through
temporary views that fetch them. So writing to the lines goes to `main.customs_lines`.
"""
