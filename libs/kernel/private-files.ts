// To be imported before anything that writes: what the product makes on disk is its owner's alone (folders 0700, files 0600).
// Database, mailbox, evidence and backups hold people's data, and libraries make most of these files with modes of their own.
process.umask(0o077);
