"""Export to an e-archive: a package after E-ARK CSIP/SIP, with what is open and what is not in a part of its own."""
