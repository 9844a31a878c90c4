"""The gateway shown at work: sample complaints over real SMTP, and a stand-in world that receives the answers."""
