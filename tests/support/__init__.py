"""What several tests share: servers, databases, samples."""
