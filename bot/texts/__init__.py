"""Every sentence that anybody reads, made from findings and models; nothing is decided here."""
