"""The part of Twilio's REST interface that callbacks, queues and recordings need."""
