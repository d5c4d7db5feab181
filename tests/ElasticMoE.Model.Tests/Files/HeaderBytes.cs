using System.Buffers.Binary;
using System.Text;

namespace ElasticMoE.Model.Tests.Files;

/// <summary>Makes safetensors files from the text of a header.</summary>
internal static class HeaderBytes
{
    /// <summary>A file whose header is the text, then so many bytes of data.</summary>
    public static byte[] File(string header, int dataBytes, ulong? claimedLength = null)
    {
        byte[] text = Encoding.UTF8.GetBytes(header);
        byte[] file = new byte[sizeof(ulong) + text.Length + dataBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(file, claimedLength ?? (ulong)text.Length);
        text.CopyTo(file, sizeof(ulong));
        for (int i = 0; i < dataBytes; i++)
            file[sizeof(ulong) + text.Length + i] = (byte)i;
        return file;
    }
}
