namespace ElasticMoE.DataPlane.Frames;

/// <summary>Reads <see cref="FrameFlags"/>.</summary>
public static class FrameFlagsReading
{
    /// <summary>
    /// Whether all bits of the flag are set. <see cref="Enum.HasFlag"/> says the same, but allocates 48 bytes a call until the
    /// runtime has optimised its caller: on a slow machine that takes longer than thousands of steps.
    /// </summary>
    public static bool Has(this FrameFlags flags, FrameFlags flag) => (flags & flag) == flag;
}
