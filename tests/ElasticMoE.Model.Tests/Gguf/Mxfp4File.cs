using System.Runtime.InteropServices;
using ElasticMoE.Model.Gguf;

namespace ElasticMoE.Model.Tests.Gguf;

/// <summary>Rewrites an F32 file so that its experts' matrices, whose values four-bit floats hold, are MXFP4.</summary>
internal static class Mxfp4File
{
    private const int Values = 32, Bytes = 17;

    public static void Write(string source, string path)
    {
        using GgufFile file = GgufFile.Open(source);
        GgufTensor[] tensors = [.. file.Tensors.Values];
        using var writer = GgufWriter.Create(path, Pairs(file.Metadata), [.. tensors.Select(tensor => new GgufSpec(tensor.Name, IsExperts(tensor) ? GgufType.Mxfp4 : tensor.Type, tensor.Shape))]);
        foreach (GgufTensor tensor in tensors)
        {
            ReadOnlySpan<byte> bytes = file.Bytes(tensor, 0, (int)tensor.Bytes);
            writer.Write(IsExperts(tensor) ? Encode(MemoryMarshal.Cast<byte, float>(bytes)) : bytes);
            writer.EndTensor();
        }
        writer.Complete();
    }

    private static bool IsExperts(GgufTensor tensor) => tensor.Name.EndsWith("_exps.weight", StringComparison.Ordinal);

    private static GgufPairs Pairs(GgufMetadata data)
    {
        var pairs = new GgufPairs("gpt-oss");
        foreach (string key in data.Keys)
        {
            if (key is "general.architecture" or "tokenizer.ggml.model" || key.EndsWith("scaling.type", StringComparison.Ordinal))
                pairs.Text(key, data.Text(key)!);
            else if (key is "emoe.rope.truncate" || key.EndsWith("weights_norm", StringComparison.Ordinal))
                pairs.Flag(key, data.Flag(key)!.Value);
            else if (key.Contains("epsilon", StringComparison.Ordinal) || (key.Contains("rope.", StringComparison.Ordinal) && !key.EndsWith("_count", StringComparison.Ordinal)) || key.Contains("swiglu", StringComparison.Ordinal) || key.EndsWith("scale", StringComparison.Ordinal))
                pairs.Float(key, data.Number(key)!.Value);
            else if (key.StartsWith("gpt-oss.", StringComparison.Ordinal))
                pairs.Number(key, data.Int(key)!.Value);
        }
        return pairs;
    }

    private static byte[] Encode(ReadOnlySpan<float> values)
    {
        byte[] blocks = new byte[values.Length / Values * Bytes];
        for (int b = 0; b < values.Length / Values; b++)
            EncodeBlock(values.Slice(b * Values, Values), blocks.AsSpan(b * Bytes, Bytes));
        return blocks;
    }

    private static void EncodeBlock(ReadOnlySpan<float> values, Span<byte> block)
    {
        for (int scale = 254; scale >= 0; scale--)
        {
            block.Clear();
            block[0] = (byte)scale;
            bool holds = true;
            for (int i = 0; i < Values && holds; i++)
            {
                int code = CodeOf(values[i], scale);
                holds = code >= 0;
                block[1 + (i % 16)] |= (byte)(Math.Max(code, 0) << (i / 16 * 4));
            }
            if (holds)
                return;
        }
        throw new InvalidOperationException("a block's values are no four-bit floats of one scale");
    }

    private static int CodeOf(float value, int scale)
    {
        float[] magnitudes = [0, 0.5f, 1, 1.5f, 2, 3, 4, 6];
        int code = Array.FindIndex(magnitudes, magnitude => MathF.ScaleB(magnitude, scale - 127) == MathF.Abs(value));
        return code > 0 && value < 0 ? code + 8 : code;
    }
}
