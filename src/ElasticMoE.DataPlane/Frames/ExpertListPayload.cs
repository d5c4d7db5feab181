using System.Buffers.Binary;
using ElasticMoE.Contracts;

namespace ElasticMoE.DataPlane.Frames;

/// <summary>Experts of the header's layer, u16 each: what a node lacks (NotHere) or holds now (Holdings).</summary>
public static class ExpertListPayload
{
    /// <summary>Bytes of a list.</summary>
    public static int Bytes(int experts) => sizeof(ushort) * experts;

    /// <summary>Writes it.</summary>
    public static void Write(Span<byte> payload, ReadOnlySpan<int> experts)
    {
        for (int i = 0; i < experts.Length; i++)
            BinaryPrimitives.WriteUInt16LittleEndian(payload[(sizeof(ushort) * i)..], checked((ushort)experts[i]));
    }

    /// <summary>Reads it.</summary>
    /// <exception cref="FrameFault">Half an expert, or more than a layer has.</exception>
    public static int[] Read(ReadOnlySpan<byte> payload)
    {
        if (payload.Length % sizeof(ushort) != 0 || payload.Length > Bytes(Limits.ExpertsPerLayerMax))
            throw new FrameFault($"a list of experts of {payload.Length} bytes");
        int[] experts = new int[payload.Length / sizeof(ushort)];
        for (int i = 0; i < experts.Length; i++)
            experts[i] = BinaryPrimitives.ReadUInt16LittleEndian(payload[(sizeof(ushort) * i)..]);
        return experts;
    }
}
