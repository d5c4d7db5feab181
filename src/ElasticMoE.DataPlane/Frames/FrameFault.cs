namespace ElasticMoE.DataPlane.Frames;

/// <summary>Bytes that are not a frame, or not one that may be sent here. The message is one line and becomes the connection's reason to break.</summary>
public sealed class FrameFault(string message) : Exception(message);
