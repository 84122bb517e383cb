"""What all readers share: tables as blocks of records, files inside files, and the bound on what is unpacked."""
