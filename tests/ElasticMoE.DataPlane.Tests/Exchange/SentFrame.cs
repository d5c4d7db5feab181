using ElasticMoE.DataPlane.Frames;

namespace ElasticMoE.DataPlane.Tests.Exchange;

/// <summary>A frame as a node gets it.</summary>
internal sealed record SentFrame(int Link, ulong Id, FrameFlags Flags, int Rows, int[] Pairs);
